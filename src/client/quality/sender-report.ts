import type { TransportQuality } from './network-condition.ts';

/** What a publisher tells of its own end, for its viewers; bit rates in bits per second, 0 while unknown. */
export interface SenderReport extends TransportQuality {
  /** What the publisher would send at most. */
  readonly connectionMaxAllocatedBitrate: number;
}
