/** RFC 9605, appendix C.1, by its columns: the number, its half of the config byte, its bytes. The table has all pairs. */
export const headerNumbers: readonly (readonly [bigint, string, string])[] = [
  [0n, '0', ''],
  [1n, '1', ''],
  [255n, '8', 'ff'],
  [256n, '9', '0100'],
  [65535n, '9', 'ffff'],
  [65536n, 'a', '010000'],
  [16777215n, 'a', 'ffffff'],
  [16777216n, 'b', '01000000'],
  [4294967295n, 'b', 'ffffffff'],
  [4294967296n, 'c', '0100000000'],
  [1099511627775n, 'c', 'ffffffffff'],
  [1099511627776n, 'd', '010000000000'],
  [281474976710655n, 'd', 'ffffffffffff'],
  [281474976710656n, 'e', '01000000000000'],
  [72057594037927935n, 'e', 'ffffffffffffff'],
  [72057594037927936n, 'f', '0100000000000000'],
  [18446744073709551615n, 'f', 'ffffffffffffffff'],
];

/** Rows of that table as they are printed there. */
export const printedHeaders: readonly (readonly [bigint, bigint, string])[] = [
  [0n, 0n, '00'],
  [0n, 255n, '08ff'],
  [1n, 18446744073709551615n, '1fffffffffffffffff'],
  [255n, 0n, '80ff'],
  [256n, 65536n, '9a0100010000'],
  [65535n, 72057594037927935n, '9effffffffffffffffff'],
  [65536n, 281474976710655n, 'ad010000ffffffffffff'],
  [16777216n, 1n, 'b101000000'],
  [4294967295n, 72057594037927936n, 'bfffffffff0100000000000000'],
  [4294967296n, 16777216n, 'cb010000000001000000'],
];

/** RFC 9605, appendix C.3: the suites with AES-GCM. */
export const suiteVectors = [
  {
    suite: { id: 4, hash: 'SHA-256', keyBits: 128 },
    kid: 0x123n,
    ctr: 0x4567n,
    baseKey: '000102030405060708090a0b0c0d0e0f',
    salt: '75234edefe07819026751816',
    metadata: '4945544620534672616d65205747',
    plaintext: '64726166742d696574662d736672616d652d656e63',
    ciphertext: '9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb',
  },
  {
    suite: { id: 5, hash: 'SHA-512', keyBits: 256 },
    kid: 0x123n,
    ctr: 0x4567n,
    baseKey: '000102030405060708090a0b0c0d0e0f',
    salt: '84991c167b8cd23c93708ec7',
    metadata: '4945544620534672616d65205747',
    plaintext: '64726166742d696574662d736672616d652d656e63',
    ciphertext: '990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279',
  },
] as const;
