import type ConclaveOT from '../../src/client/index.ts';

// What the script from the server leaves on the page.
declare global {
  var OT: typeof ConclaveOT;
}
