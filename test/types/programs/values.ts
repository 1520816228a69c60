import OT from 'conclave-video';

export async function read(session: OT.Session): Promise<void> {
  if (OT.checkSystemRequirements() !== OT.HAS_REQUIREMENTS) throw new Error('too old');
  OT.setLogLevel(OT.DEBUG);
  OT.preconnect({ apiUrl: 'https://video.example.com' });
  const version: string = OT.version;
  const cameras: OT.Device[] = (await OT.getDevices()).filter(({ kind }) => kind === 'videoInput');
  OT.getDevices((error, devices) => console.log(error?.name, devices?.[0]?.label)).catch(console.error);

  if (session.capabilities.publish === 1 && session.capabilities.permittedTo('signal')) console.log(version);
  const own: OT.Connection | null = session.connection;
  const mine: OT.Stream[] = session.streams.where({ connection: own as OT.Connection });
  console.log(mine.length, session.connections.length(), session.connectionsNotPublishing.length, cameras.length);
  console.log(session.isConnected(), session.currentState === 'connected', session.is('connected', 'connecting'));
  const { recv }: OT.SessionEncryption = session.encryption;
  console.log(recv?.srtpCipher, OT.sessions.get(session.sessionId) === session);
  await OT.unblockAudio();
}

export function isOfSdk(value: unknown): boolean {
  return value instanceof OT.Publisher || value instanceof OT.OTError || value instanceof OT.Connection;
}
