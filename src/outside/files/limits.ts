import { Refusal } from '../../core/refusal.js';

export interface FileLimits {
  /** Most bytes of a file after unpacking. */
  bytesMax: number;
  /** A packed file that unpacks to more than this many times its size is a bomb, once past `ratioFreeBytes`. */
  ratioMax: number;
  ratioFreeBytes: number;
}

/** CSV packs 5 to 30 times smaller; 250 leaves room for very repetitive files, and gzip's own limit is 1,032. */
export const FILE_LIMITS: FileLimits = {
  bytesMax: 2 * 1024 ** 3,
  ratioMax: 250,
  ratioFreeBytes: 32 * 1024 ** 2,
};

/** Throws Refusal `file-too-large` or `zip-bomb` when a file has unpacked to more than it may. */
export function checkUnpacked(unpacked: number, packed: number, limits: FileLimits): void {
  if (unpacked > limits.bytesMax) {
    const limit = Math.floor(limits.bytesMax / 1024 ** 2);
    throw new Refusal(
      'tooLarge',
      'file-too-large',
      `The file has more than ${limit} MB unpacked. Split it and import the parts.`,
      {
        bytesMax: limits.bytesMax,
      },
    );
  }
  if (unpacked > limits.ratioFreeBytes && unpacked > packed * limits.ratioMax) {
    throw new Refusal(
      'invalid',
      'zip-bomb',
      `The file unpacks to more than ${limits.ratioMax} times its size and was not read further. Import it unpacked if it is genuine.`,
      { ratioMax: limits.ratioMax },
    );
  }
}
