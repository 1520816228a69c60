import OT, { type MediaProcessorConnector, type NetworkTestReport, type QualityScore } from 'conclave-video';

export async function check(apiKey: string, sessionId: string, token: string): Promise<string> {
  const report: NetworkTestReport = await OT.testNetwork({
    apiKey,
    sessionId,
    token,
    onStep: (step) => console.log(step),
  });
  if (report.media !== undefined) console.log(report.media.mos.toFixed(1), report.media.sendCondition);
  return `${report.udp.state} ${report.tcp.ms ?? 0} ${report.expected}`;
}

export function watch(publisher: OT.Publisher, subscriber: OT.Subscriber, session: OT.Session): void {
  subscriber.on('qualityScoreChanged', ({ qualityScore }: { qualityScore: QualityScore }) => {
    const { audioQualityScore, videoQualityScore, videoQuality } = qualityScore;
    if (videoQualityScore < 3) console.log(audioQualityScore.toFixed(), videoQuality);
  });
  subscriber.on('networkConditionChanged', ({ reason, stats }) => {
    console.log(reason, stats.mediaLink.transport.networkCondition, stats.mediaLink.networkDegradationSource);
    console.log(stats.senderStats?.connectionEstimatedBandwidth ?? 0);
  });
  subscriber.on('videoQualityChanged', ({ reason }) => console.log(reason === 'videoInterruption'));
  subscriber.on('videoDisableWarning videoDisableWarningLifted', () => console.log('warned'));
  publisher.on('networkConditionChanged', ({ statsContainer }) => {
    console.log(statsContainer.stats.mediaLink.transport.networkConditionReason);
  });
  publisher.on('videoDisabled', ({ reason }) => console.log(reason));
  session.on('cpuPerformanceChanged', ({ cpuPerformanceState }) => console.log(cpuPerformanceState === 'critical'));
}

export async function process(publisher: OT.Publisher): Promise<void> {
  const connector: MediaProcessorConnector = { setTrack: async (track) => track, destroy: async () => undefined };
  await publisher.setVideoMediaProcessorConnector(connector);
  await publisher.setVideoMediaProcessorConnector(null);
  await publisher.applyVideoFilter({ type: 'backgroundBlur', blurStrength: 'low' });
  await publisher.applyAudioFilter({ type: 'advancedNoiseSuppression' });
  console.log(publisher.getVideoFilter()?.type, OT.hasMediaProcessorSupport('video'));
  OT.initPublisher('me', {
    audioFallback: { publisher: true, subscriber: true },
    publishSenderStats: true,
    videoFilter: { type: 'backgroundReplacement', backgroundImgUrl: '/office.jpg' },
  });
  OT.initSession('key', 'session', {
    iceConfig: {
      includeServers: 'custom',
      transportPolicy: 'relay',
      customServers: [{ urls: 'turn:turn.example.com', username: 'u', credential: 'c' }],
    },
  });
  const id: string = await OT.reportIssue();
  void OT.reportIssue((error, given) => console.log(error?.code, given, id));
}
