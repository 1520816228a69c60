import type { DiagnosticsHost } from './host.ts';
import * as issue from './issue.ts';
import * as network from './network-test.ts';

/** What this part of the SDK offers. */
export interface Diagnostics {
  testNetwork(host: DiagnosticsHost, options: network.NetworkTestOptions): Promise<network.NetworkTestReport>;
  /** Rejects where the report could not be written or posted. */
  reportIssue(host: DiagnosticsHost, options: issue.ReportIssueOptions): Promise<string>;
}

export const testNetwork: Diagnostics['testNetwork'] = network.testNetwork;
export const reportIssue: Diagnostics['reportIssue'] = issue.reportIssue;
