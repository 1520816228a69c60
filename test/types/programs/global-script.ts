// No import: the script tag has set the global `OT`.
const sessionOfScript: OT.Session = OT.initSession('key', 'session');
sessionOfScript.on('streamCreated', (event) => {
  sessionOfScript.subscribe(event.stream, document.createElement('div'), (error) => console.log(error?.name));
});
