import type { Locator, Page } from '@playwright/test';
import { test as base, type Call, expect } from '../support/call.ts';
import { readPassphrase } from '../support/operator.ts';
import { installPageKit } from '../support/page-kit.ts';
import type { Participant } from '../support/participant.ts';

interface OperatorKey {
  readonly name: string;
  readonly value: string;
}

/** How the page is opened. */
interface Visit {
  readonly width?: number;
  readonly height?: number;
  readonly signedIn?: boolean;
}

type OpenPage = (visit?: Visit) => Promise<Page>;

/** The operator's page; what it complains of fails the test. */
const test = base.extend<{ openOperator: OpenPage }, { operatorKey: OperatorKey }>({
  // Signing in is limited per minute, so the tests that are about something else share one sign-in.
  operatorKey: [
    async ({ server }, use) => {
      const response = await fetch(`${server.httpUrl}/admin/api/sign-in`, {
        method: 'POST',
        headers: { origin: server.httpUrl, 'content-type': 'application/json' },
        body: JSON.stringify({ passphrase: readPassphrase(server) }),
      });
      const [name = '', value = ''] = (response.headers.get('set-cookie') ?? '').split(/[=;]/);
      await use({ name, value });
    },
    { scope: 'worker' },
  ],
  openOperator: async ({ server, pool, browserPair, operatorKey }, use) => {
    const pages: Page[] = [];
    const complaints: string[] = [];
    await use(async ({ width = 1280, height = 900, signedIn = true } = {}) => {
      const context = await (await pool.get(browserPair[0])).newContext({ viewport: { width, height } });
      const url = `${server.httpUrl}/admin/`;
      if (signedIn) await context.addCookies([{ ...operatorKey, url, httpOnly: true, sameSite: 'Strict' }]);
      const page = await context.newPage();
      pages.push(page);
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
      page.on('console', (message) => {
        // A refusal is shown to the user; the browser notes it, too.
        if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text()))
          complaints.push(message.text());
      });
      await page.addInitScript(installPageKit);
      await page.goto(url);
      return page;
    });
    for (const page of pages) complaints.push(...(await page.evaluate(() => window.kit.violations)));
    await Promise.all(pages.map((page) => page.context().close()));
    expect(complaints, 'the page does not complain').toEqual([]);
  },
});

/** Two people in a call, of whom one watches only. */
async function openCall(
  call: Call,
  operator: Page,
): Promise<{ sessionId: string; publisher: Participant; publisherId: string; viewer: Participant }> {
  const [publisher, viewer] = await call.openPair();
  const invitation = await call.invite({ data: 'name=Ada Lovelace' });
  const { sessionId } = invitation;
  const publisherId = await publisher.join(invitation);
  await publisher.publish({ name: 'Countess' });
  await viewer.join(await call.invite({ sessionId, role: 'subscriber' }));
  await viewer.watch();
  // A tab in the background has no focus, and asks for nothing.
  await operator.bringToFront();
  return { sessionId, publisher, publisherId, viewer };
}

/** What a participant's browser chose for the media: mostly UDP, and TCP when that answered first. */
function protocolOf({ page }: Participant, direction: 'bytesSent' | 'bytesReceived'): Promise<string> {
  return page.evaluate(async (bytes) => {
    const reports = await Promise.all(window.kit.peerConnections.map((connection) => connection.getStats()));
    const entries = reports.flatMap((report) => [...report.values()]);
    const [pair] = entries
      .filter(({ type, state }) => type === 'candidate-pair' && state === 'succeeded')
      .sort((a, b) => b[bytes] - a[bytes]);
    return String(entries.find(({ id }) => id === pair?.localCandidateId)?.protocol).toUpperCase();
  }, direction);
}

const row = (page: Page, table: string, text: string): Locator =>
  page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });

/** Lines of the accessibility tree with a control that has no name. */
async function namelessControls(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  const control = /- (button|textbox|searchbox|combobox|checkbox|link|dialog|table|img)(?! ")/;
  return tree.split('\n').filter((line) => control.test(line));
}

test('an operator signs in, and out again', async ({ openOperator, server }) => {
  const page = await openOperator({ signedIn: false });
  const passphrase = page.getByLabel('Passphrase');
  await expect(passphrase).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Enter the passphrase.');
  await passphrase.fill('not the right one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This is not the passphrase.');
  await expect(passphrase).toBeFocused();
  await passphrase.fill(readPassphrase(server));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeFocused();
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(page.url()).toBe(`${server.httpUrl}/admin/`);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(passphrase).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Operator sign-in' })).toBeVisible();
});

test('a call in progress is shown with its counts, its encryption and what its media measures', async ({
  openOperator,
  call,
}) => {
  const page = await openOperator();
  const { sessionId, publisher: sender, publisherId, viewer } = await openCall(call, page);
  await expect(page.getByText('Healthy')).toBeVisible();
  const item = row(page, 'Sessions', sessionId);
  await expect(item.getByRole('cell')).toHaveText([call.server.apiKey, /\d/, '2', '1', '1', '1']);
  const graph = page.getByRole('region', { name: 'Connections' });
  await expect(graph).toContainText(/the last hour: at least \d+, at most [2-9]/);
  expect(Number(await graph.getAttribute('data-points'))).toBeGreaterThanOrEqual(2);
  const drawn = await graph.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let coloured = 0;
    for (let index = 0; index < data.length; index += 4) {
      const [red = 0, green = 0, , alpha = 0] = data.slice(index, index + 4);
      if (alpha > 128 && green > red + 40) coloured += 1;
    }
    return coloured;
  });
  expect(drawn).toBeGreaterThan(5);
  await expect(row(page, 'Media workers', ' %')).toHaveCount(1, { timeout: 30_000 });

  await item.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Session', exact: true })).toBeFocused();
  const publisher = row(page, 'Connections', publisherId);
  await expect(publisher).toContainText(/publisher\s*may publish, subscribe, signal/);
  const sending = await protocolOf(sender, 'bytesSent');
  await expect(publisher).toContainText(new RegExp(`AES-256-GCM\\s*${sending}, (\\d{2,} kbit|\\d\\.\\d Mbit)/s`));
  const stream = row(page, 'Streams', publisherId);
  await expect(stream).toContainText(/camera\s*\d+ × \d+/);
  await expect(stream).toContainText(/VP8, (\d{2,} kbit|\d\.\d Mbit)\/s.*\d+ % lost, score \d+ of 10/s);
  await expect(stream).toContainText(/opus, \d+ kbit\/s/);
  await expect(stream.getByRole('cell').last()).toHaveText('1');
  const watching = row(page, 'Connections', 'subscriber');
  const receiving = await protocolOf(viewer, 'bytesReceived');
  const rate = `${receiving}, (\\d{2,} kbit|\\d\\.\\d Mbit)/s`;
  await expect(watching).toContainText(new RegExp(`not allowed.*AES-256-GCM\\s*${rate}`, 's'));
  expect(await namelessControls(page)).toEqual([]);
});

test('what an app says of a person is shown on demand, and gone with the dialog', async ({ openOperator, call }) => {
  const page = await openOperator();
  const { sessionId, publisherId } = await openCall(call, page);
  await row(page, 'Sessions', sessionId).getByRole('link').click();
  const button = page.getByRole('button', { name: `Show data of ${publisherId.slice(0, 8)}` });
  await button.waitFor();
  expect(await page.content()).not.toMatch(/Lovelace|Countess/);
  await button.click();
  const dialog = page.getByRole('dialog', { name: 'What the app says of this client' });
  await expect(dialog).toContainText('name=Ada Lovelace');
  await expect(dialog).toContainText('Countess');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  expect(await page.content()).not.toMatch(/Lovelace|Countess/);
});

test('a client is disconnected with the keyboard alone, after a question', async ({ openOperator, call }) => {
  const page = await openOperator();
  const { sessionId, publisher, publisherId } = await openCall(call, page);
  const link = row(page, 'Sessions', sessionId).getByRole('link');
  const tabTo = async (target: Locator): Promise<void> => {
    await target.waitFor();
    for (let steps = 0; steps < 60; steps++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
  };
  await tabTo(link);
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: `Disconnect ${publisherId.slice(0, 8)}` });
  await tabTo(button);
  // The page is brought up to date again and again, and the focus stays.
  await page.waitForResponse(/\/sessions\/[^/]+\?/);
  await page.waitForResponse(/\/sessions\/[^/]+\?/);
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Disconnect this client?' });
  await expect(dialog).toContainText(publisherId);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  expect(await publisher.page.evaluate(() => window.kit.session?.isConnected())).toBe(true);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeFocused();
  const told = publisher.page.evaluate(
    () => new Promise((resolve) => window.kit.session?.on('sessionDisconnected', ({ reason }) => resolve(reason))),
  );
  await page.keyboard.press('Enter');
  expect(await told).toBe('forceDisconnected');
  await expect(page.getByRole('status').filter({ hasText: 'forceDisconnected' })).toContainText(
    'its token is refused from now on',
  );
  await expect(row(page, 'Connections', publisherId)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeFocused();
  await expect(page.getByText('No stream is published')).toBeVisible();
});

test('sessions are found by a part of their ID, and an empty list says why', async ({ openOperator, call }) => {
  const page = await openOperator();
  const sessionId = await call.backEnd.createSession();
  const search = page.getByRole('searchbox', { name: 'Part of a session ID' });
  await search.fill(sessionId);
  await expect(page.getByText('No session fits what you are looking for.')).toBeVisible();
  await page.getByLabel('Show', { exact: true }).selectOption('all created sessions');
  await expect(row(page, 'Sessions', sessionId)).toBeVisible();
  await expect(search).toHaveValue(sessionId);
  await row(page, 'Sessions', sessionId).getByRole('link').click();
  await expect(page.getByText('Nobody is connected to this session.')).toBeVisible();
  await page.goto(`${call.server.httpUrl}/admin/#session=none`);
  await expect(page.getByText('There is no session with this ID.')).toBeVisible();
});

test('a server that is away is told in words, and the page goes on when it is back', async ({ openOperator }) => {
  const page = await openOperator();
  await expect(page.getByText('Healthy')).toBeVisible();
  await page.route('**/admin/api/**', (route) =>
    route.fulfill({ status: 503, body: '{"status":"starting"}', contentType: 'application/json' }),
  );
  const alert = page.getByRole('alert').filter({ hasText: 'The server does not answer.' });
  await expect(alert).toContainText('What you see is from');
  await expect(page.getByText('No answer')).toBeVisible();
  await page.unroute('**/admin/api/**');
  await expect(alert).toBeHidden();
  await expect(page.getByText('Healthy')).toBeVisible();
});

test('the page fits a phone', async ({ openOperator, call }) => {
  const page = await openOperator({ width: 360, height: 740 });
  const { sessionId, publisherId } = await openCall(call, page);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await row(page, 'Sessions', sessionId).waitFor();
  expect(await width()).toBeLessThanOrEqual(360);
  await row(page, 'Sessions', sessionId).getByRole('link').click();
  const connection = row(page, 'Connections', publisherId);
  await connection.getByRole('button', { name: /^Disconnect/ }).click();
  const box = await page.getByRole('dialog').boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
  await page.keyboard.press('Escape');
  expect(await width()).toBeLessThanOrEqual(360);
  // Rows look like cards there, and are still rows of a table for those who listen.
  await expect(connection.getByRole('cell').first()).toContainText('publisher');
});
