import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../../../../src/server/commands/command.ts';
import { parseCommandLine } from '../../../../src/server/commands/command-line.ts';

const APPLICATION = 'b1f3b0f0-0000-4000-8000-000000000000';

function refusalOf(typed: string[]): string {
  try {
    parseCommandLine(typed);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message;
  }
  throw new Error(`"${typed.join(' ')}" was accepted`);
}

describe('a command line', () => {
  for (const typed of [
    ['project', 'create'],
    ['project', 'create', '--name', 'Ärzte & Söhne 👩‍⚕️', '--kind', 'application', '--private-key', 'a.pem', '--json'],
    ['--name=x', 'project', '--json', 'create'],
    ['project', 'list'],
    ['project', 'rotate-secret', '481516234', '--overlap-hours', '0'],
    ['project', 'rotate-secret', APPLICATION.toUpperCase(), '--overlap-hours', '720'],
    ['project', 'disable', APPLICATION],
    ['project', 'enable', '1'],
    ['project', 'partner-auth', '1', 'off'],
    ['backup', 'copy.db', '--config', 'conclave.json'],
  ]) {
    it(`"${typed.join(' ')}" is work`, () => assert.ok('work' in parseCommandLine(typed)));
  }

  for (const [typed, right] of [
    [[], /^Right is: npx conclave project\|backup \.\.\./],
    [['projects'], /^Right is: npx conclave project\|backup/],
    [['project'], /^Right is: npx conclave project create\|list\|rotate-secret\|disable\|enable\|partner-auth/],
    [['project', 'delete', '1'], /^Right is: npx conclave project create\|list/],
    [['project', 'create', 'Clinic'], /given too much. Right is: npx conclave project create \[--name <text>\]/],
    [['project', 'create', '--nam', 'x'], /^Unknown option '--nam'\. npx conclave --help/],
    [['project', 'create', '--name'], /^Option '--name <value>' argument missing\. npx conclave --help/],
    [['project', 'create', '--json=yes'], /^Option '--json' does not take an argument\. npx conclave --help/],
    [['project', 'create', '--name', ''], /^--name is a text of 1 to 80 characters/],
    [['project', 'create', '--name', '   '], /^--name is a text/],
    [['project', 'create', '--name', 'x'.repeat(81)], /^--name is a text/],
    [['project', 'create', '--name', 'a\nb'], /^--name is a text/],
    [['project', 'create', '--name', 'a\u001b[31m'], /^--name is a text/],
    [['project', 'create', '--name', 'a\u202eb'], /^--name is a text/],
    [['project', 'create', '--kind', 'rsa'], /^--kind is key or application/],
    [['project', 'create', '--private-key', 'a.pem'], /^--private-key goes with --kind application/],
    [['project', 'create', '--overlap-hours', '1'], /create has no option --overlap-hours\. Right is/],
    [['project', 'rotate-secret'], /rotate-secret needs <id>\. Right is: npx conclave project rotate-secret <id>/],
    [['project', 'rotate-secret', '../etc'], /^The id of a project is/],
    [['project', 'rotate-secret', '1', '--overlap-hours', '721'], /^--overlap-hours is a whole number from 0/],
    [['project', 'rotate-secret', '1', '--overlap-hours', '1.5'], /^--overlap-hours is/],
    [['project', 'rotate-secret', '1', '--overlap-hours=-1'], /^--overlap-hours is/],
    [['project', 'rotate-secret', '1', '--overlap-hours', '-1'], /^Option '--overlap-hours' argument is ambiguous\./],
    [['project', 'partner-auth', '1'], /partner-auth needs on\|off/],
    [['project', 'partner-auth', '1', 'yes'], /^Say on or off: npx conclave project partner-auth 1 on\|off$/],
    [['backup'], /^backup needs <file>\. Right is: npx conclave backup <file>$/],
  ] as [string[], RegExp][]) {
    it(`${JSON.stringify(typed.join(' ').slice(0, 60))} is answered by one line that says what is right`, () => {
      const refusal = refusalOf(typed);
      assert.match(refusal, right);
      assert.doesNotMatch(refusal, /\n/);
    });
  }
});

describe('--help', () => {
  function helpOf(...typed: string[]): string {
    const request = parseCommandLine([...typed, '--help']);
    assert.ok('help' in request);
    return request.help;
  }

  it('lists every command, or those of a topic', () => {
    assert.match(helpOf(), /npx conclave project create .*\n[\s\S]*npx conclave backup <file>/);
    assert.match(helpOf('project'), /npx conclave project rotate-secret <id>/);
    assert.doesNotMatch(helpOf('project'), /backup/);
  });

  it('explains the options of a command, also without its parameters', () => {
    assert.match(helpOf('project', 'rotate-secret'), /--overlap-hours <0-720> +How long/);
    assert.match(helpOf('project', 'create'), /--config <file> +The JSON file/);
  });
});
