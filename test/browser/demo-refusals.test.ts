import { toMediaSettings } from '../support/call.ts';
import { expect, test } from '../support/meeting.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What the demo says when something is not possible: always in words, always with a way on.

test('mistakes are answered in words', async ({ meeting }) => {
  const visitor = await meeting.visit('/');
  await visitor.page.getByLabel('Host passcode').fill('a guess');
  await visitor.button('Start a meeting').click();
  await expect(visitor.page.getByRole('alert')).toHaveText(/not the passcode/);
  await expect(visitor.page.getByLabel('Host passcode')).toBeFocused();
  await visitor.page.getByLabel('Meeting link or code').fill('https://example.com/');
  await visitor.button('Continue').click();
  await expect(visitor.page.getByText('This is not a meeting link.')).toBeVisible();
  await visitor.page.getByLabel('Meeting link or code').fill('A'.repeat(22));
  await visitor.button('Continue').click();
  await visitor.button('Join the meeting').click();
  await expect(visitor.page.getByRole('alert')).toHaveText('Tell the others your name.');
  await visitor.page.getByLabel('Your name').fill('Mallory');
  await visitor.button('Join the meeting').click();
  await expect(visitor.page.getByRole('alert')).toHaveText(/does not lead to a meeting any more/);
  await expect(visitor.button('Join the meeting')).toBeEnabled();
});

test('a full meeting says so, and the way in stays open', async ({ meeting }) => {
  const server = await startServer({ env: { ...toMediaSettings(), CONCLAVE_MAX_CONNECTIONS: '1' } });
  try {
    const host = await meeting.visit(server.httpUrl);
    const link = await host.startMeeting(server.passcode);
    await host.join({ name: 'Ada Lovelace', as: 'viewer' });
    const guest = await meeting.visit(link, { browser: 1 });
    await guest.enter({ name: 'Grace Hopper' });
    await expect(guest.page.getByRole('alert')).toHaveText(/^The meeting is full\./);
    await host.button('Leave').click();
    await expect(host.heading('You left the meeting')).toBeVisible();
    await guest.button('Join the meeting').click();
    await guest.watch('Grace Hopper (you)');
    await guest.button('Leave').click();
    await expect(guest.heading('You left the meeting')).toBeVisible();
  } finally {
    await server.close();
  }
});

test('when the server is gone the page says so, and the way back stays open', async ({ meeting }) => {
  const server = await startServer({ env: toMediaSettings() });
  try {
    const host = await meeting.visit(server.httpUrl);
    await host.startMeeting(server.passcode);
    await host.join({ name: 'Ada Lovelace' });
    await host.watch('Ada Lovelace (you)');
    host.expectComplaint(
      /net::ERR_|NetworkError|WebSocket|establish a connection|interrupted|Cross-Origin Request|ICE failed|status of 503/,
    );
    server.kill('SIGKILL');
    await expect(host.page.getByText('The connection is interrupted.')).toBeVisible();
    // It is looked for during half a minute.
    await expect(host.heading('The connection was lost')).toBeFocused({ timeout: 45_000 });
    await host.button('Rejoin').click();
    await expect(host.page.getByText('The server cannot be reached.')).toBeVisible();
    await expect(host.button('Rejoin')).toBeEnabled();
  } finally {
    await server.close();
  }
});

test('a server that comes back in time is found again, and the page says so', async ({ meeting }) => {
  const first = await startServer({ env: toMediaSettings() });
  const settings = {
    ...toMediaSettings(),
    CONCLAVE_API_KEY: first.apiKey,
    CONCLAVE_API_SECRET: first.apiSecret,
    CONCLAVE_HTTP_PORT: new URL(first.httpUrl).port,
  };
  let second: TestServer | undefined;
  try {
    const host = await meeting.visit(first.httpUrl);
    const link = await host.startMeeting(first.passcode);
    await host.join({ name: 'Ada Lovelace' });
    const guest = await meeting.visit(link, { browser: 1 });
    await guest.enter({ name: 'Grace Hopper' });
    await guest.watch('Ada Lovelace');
    for (const person of [host, guest]) {
      person.expectComplaint(
        /net::ERR_|NetworkError|WebSocket|establish a connection|interrupted|ICE failed|status of 503/,
      );
    }
    first.kill('SIGKILL');
    await first.exited;
    const banner = host.page.getByText('The connection is interrupted.');
    await expect(banner).toBeVisible();
    second = await startServer({ env: settings, dataDir: first.dataDir });
    await expect(banner).toBeHidden({ timeout: 30_000 });
    await expect.poll(() => host.announcement()).toMatch(/The connection is back\.|joined\./);
    await host.watch('Grace Hopper');
    await guest.watch('Ada Lovelace');
    await expect.poll(() => host.counts()).toBe('2 in the call, 2 publishing, 0 watching');
  } finally {
    await second?.close();
    await first.close();
  }
});

test('over http the card says what to do before any camera is asked for', async ({ meeting, server }) => {
  const { link } = await meeting.host();
  const origin = 'http://meet.example';
  const guest = await meeting.visit('about:blank');
  await guest.relay(`${origin}/**`, server.httpUrl);
  guest.expectComplaint(/untrustworthy|Cross-Origin-Opener-Policy/);
  await guest.page.goto(link.replace(server.httpUrl, origin));
  await expect(guest.page.getByText('This page was opened over http.')).toBeVisible();
  await guest.enter({ name: 'Grace Hopper' });
  await expect(guest.page.getByRole('alert')).toHaveText(/open the https address of this server/);
});

test('without the SDK the page offers to load again', async ({ meeting }) => {
  const visitor = await meeting.visit('/demo/');
  visitor.expectComplaint(/Failed to load resource|Loading failed/);
  await visitor.page.route('**/opentok.min.js', (route) => route.abort());
  await visitor.page.reload();
  await expect(visitor.heading('The page did not load completely')).toBeFocused();
  await visitor.page.unroute('**/opentok.min.js');
  await visitor.button('Load again').click();
  await expect(visitor.heading('Meetings behind your own lock')).toBeVisible();
});
