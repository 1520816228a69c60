import { expect, test } from '../support/call.ts';
import { signRestCredential } from '../support/tokens.ts';

test('the page of the REST API shows each call and tries it out, with nothing from elsewhere and nothing blocked', async ({
  server,
  pool,
  browserPair,
}) => {
  const browser = await pool.get(browserPair[0]);
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.httpUrl)) {
        complaints.push(`asks ${request.url()}`);
      }
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective));
    });
    await page.goto(`${server.httpUrl}/docs/api/`);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    // Key by key: what Playwright fills in at once in Firefox, React does not hear of.
    await page.locator('.auth-container input').first().pressSequentially(signRestCredential(server));
    await page.getByRole('button', { name: 'Apply credentials' }).first().click();
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();

    const operation = page.locator('#operations-Sessions-listSessions');
    await operation
      .getByRole('button', { name: /session/ })
      .first()
      .click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByPlaceholder('projectId').pressSequentially(server.apiKey);
    await operation.getByRole('button', { name: 'Execute' }).click();
    await expect(operation.locator('.live-responses-table')).toContainText(/200[\s\S]*"items"/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await page.close();
  }
});
