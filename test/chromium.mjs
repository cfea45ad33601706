// Finds Chromium for the browser stories and the screenshots, and installs Debian's package where it is missing. What
// Playwright would download is not used: one browser, kept up to date with the system.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends chromium';

/** Without a sandbox, because tests may run as root in a container; without anything that calls home. */
export const CHROMIUM_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's path: CHROMIUM, else the first in PATH; null when there is none. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'].filter(Boolean);
  for (const name of NAMES) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (isProgram(file)) return file;
    }
  }
  return null;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser's path, after installing it where that is needed and possible.
 * @throws Error that says how to install it
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  const prefix = process.getuid?.() === 0 ? '' : 'sudo -n ';
  if (spawnSync('sh', ['-c', `command -v apt-get && ${prefix}true`], { stdio: 'ignore' }).status === 0) {
    console.log('Chromium is missing: installing the package of Debian ...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const command = INSTALL.replaceAll('apt-get', `${prefix}apt-get`);
    spawnSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'], env });
  }
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(
    `The browser stories need Chromium. Install it with:\n\n  sudo sh -c '${INSTALL}'\n\n` +
      'or name the program with CHROMIUM=/path/to/chrome npm test',
  );
}
