import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lets one job at a time into a folder; a job that died leaves no obstacle.
 * @returns how to leave; null: another one is at work
 */
export function enter(folder: string): (() => void) | null {
  const file = join(folder, 'job.pid');
  for (let tries = 0; tries < 2; tries++) {
    try {
      const fd = openSync(file, 'wx', 0o600);
      writeSync(fd, String(process.pid));
      closeSync(fd);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (existsSync(file) && isAtWork(Number(readFileSync(file, 'utf8')))) return null;
      rmSync(file, { force: true });
    }
  }
  return null;
}

/** In a container every process may have the same number: our own is no other job's. */
function isAtWork(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
