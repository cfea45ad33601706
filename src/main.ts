import { main } from './cli/main.js';

/** Starts the web process: what `larisin serve` does, for `nest start` and process managers that want a plain file. */
process.exitCode = await main(['serve']);
