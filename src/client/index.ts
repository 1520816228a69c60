import * as OT from './ot.ts';

export * from './ot.ts';
export default OT;
