import OT = require('conclave-video');

const session: OT.Session = OT.initSession('key', 'session');
session.connect('token', (error?: OT.OTError) => console.log(error?.code));
