import { readConfig } from './config.js';
import { Refusal } from './core/refusal.js';
import { serve } from './http/serve.js';

try {
  await serve(readConfig());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
