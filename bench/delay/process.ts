import { TcpDelayProxy, type TcpTraffic } from './tcp.ts';
import { UdpDelayProxy } from './udp.ts';

/** What the bench asks of the proxy process; each is answered with a {@link DelayReply}. */
export type DelayRequest =
  | { readonly do: 'forwardTcp'; readonly targetPort: number }
  | { readonly do: 'forwardUdp'; readonly firstPort: number; readonly count: number; readonly offset: number }
  | { readonly do: 'setRtt'; readonly rttMs: number }
  | { readonly do: 'takeTraffic'; readonly port: number };

/** The proxy process's answer. */
export type DelayReply =
  | { readonly port: number }
  | { readonly traffic: TcpTraffic }
  | { readonly done: true }
  | { readonly failure: string };

let rttMs = 0;
const tcp = new Map<number, TcpDelayProxy>();
const udp: UdpDelayProxy[] = [];

async function answer(request: DelayRequest): Promise<DelayReply> {
  switch (request.do) {
    case 'forwardTcp': {
      const proxy = new TcpDelayProxy(request.targetPort, () => rttMs);
      const port = await proxy.listen();
      tcp.set(port, proxy);
      return { port };
    }
    case 'forwardUdp':
      for (let port = request.firstPort; port < request.firstPort + request.count; port += 1) {
        const proxy = new UdpDelayProxy(port, () => rttMs);
        await proxy.listen(port + request.offset);
        udp.push(proxy);
      }
      return { done: true };
    case 'setRtt':
      rttMs = request.rttMs;
      for (const proxy of udp) proxy.reset();
      return { done: true };
    case 'takeTraffic': {
      const proxy = tcp.get(request.port);
      return proxy === undefined ? { failure: `no proxy on port ${request.port}` } : { traffic: proxy.takeTraffic() };
    }
  }
}

process.on('message', (request: DelayRequest) => {
  answer(request)
    .catch((error: unknown): DelayReply => ({ failure: String(error) }))
    .then((reply) => process.send?.(reply))
    .catch(() => process.exit(1));
});
// Without the bench there is nobody to delay for.
process.on('disconnect', () => process.exit(0));
