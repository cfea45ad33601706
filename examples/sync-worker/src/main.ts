#!/usr/bin/env node
// `larisin-sync once` does what is to be done now, for cron; `larisin-sync watch` goes on until it is stopped.
import { setTimeout as sleep } from 'node:timers/promises';
import { feedOf } from './feed.js';
import { Job, type Pass } from './job.js';
import { folderDisk } from './journal.js';
import { enter } from './lock.js';
import { sendByFetch, SettingsError, type World } from './send.js';
import { readSettings, type Settings } from './settings.js';
import { shopify } from './shopify.js';
import { wooCommerce } from './woocommerce.js';

const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

function jobOf({ feed, channel, folder, checkEveryMs, scanEveryMs, timeoutMs, settleMs }: Settings): Job {
  const world: World = { send: sendByFetch(timeoutMs), now: () => Date.now(), sleep: (ms) => sleep(ms) };
  const adapter = channel.kind === 'shopify' ? shopify(channel.shopify, world) : wooCommerce(channel.woo, world);
  return new Job({
    feed: feedOf(feed, world),
    adapter,
    disk: folderDisk(folder),
    world,
    log,
    checkEveryMs,
    scanEveryMs,
    settleMs,
  });
}

function wordsOf(pass: Pass): string {
  const { applied, reverted, rejected, skipped, unknown, isHeld, isFeedReachable } = pass;
  const counts = `applied ${applied}, reverted ${reverted}, rejected ${rejected}, skipped ${skipped}, unknown ${unknown}`;
  return `${counts}${isHeld ? '; the channel is held' : ''}${isFeedReachable ? '' : '; the feed was away'}`;
}

async function watch(settings: Settings): Promise<void> {
  // A pass that has begun is finished; a second signal ends it at once, as the first one does `once`: the journal knows.
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const stop = stopping.signal;
  let job = jobOf(settings);
  while (!stop.aborted) {
    let nextAt: number | null = null;
    try {
      const pass = await job.pass();
      ({ nextAt } = pass);
      if (pass.applied + pass.reverted + pass.rejected + pass.skipped + pass.unknown > 0) log(wordsOf(pass));
    } catch (error) {
      if (error instanceof SettingsError) throw error;
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      job = jobOf(settings); // from the journal, as after a start
    }
    const wait = Math.min(settings.everyMs, Math.max(1_000, (nextAt ?? Infinity) - Date.now()));
    await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function main(command: string | undefined): Promise<number> {
  if (command !== 'once' && command !== 'watch') {
    console.error('usage: larisin-sync once | watch');
    return 2;
  }
  const settings = readSettings(process.env);
  folderDisk(settings.folder); // the folder is there from here on
  const leave = enter(settings.folder);
  if (leave === null) {
    log('another job is at work in this folder');
    return 0;
  }
  try {
    if (command === 'watch') await watch(settings);
    else log(wordsOf(await jobOf(settings).pass()));
    return 0;
  } finally {
    leave();
  }
}

main(process.argv[2]).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof SettingsError ? error.message : error);
    process.exitCode = error instanceof SettingsError ? 2 : 1;
  },
);
