import { choice, text } from './setting.ts';

/** A passphrase shorter than this could be guessed in the end. */
const PASSPHRASE = /^(?=.{16,200}$)\S(.*\S)?$/;

/** The settings of the operator's page. */
export const admin = {
  admin: choice(
    {
      env: 'CONCLAVE_ADMIN',
      help: "The operator's page at /admin/: on or off.",
      example: 'off',
      defaultValue: 'on',
    },
    ['on', 'off'],
  ),
  adminPassphrase: text<string | undefined>(
    {
      env: 'CONCLAVE_ADMIN_PASSPHRASE',
      expected: '16 to 200 characters on one line, with no space at either end',
      help: "What an operator signs in to the operator's page with.",
      example: '$(openssl rand -hex 16)',
      defaultValue: undefined,
      defaultText: 'made on first start, in the data folder',
      secret: true,
    },
    PASSPHRASE,
  ),
};
