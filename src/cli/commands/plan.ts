import type { Command } from 'commander';
import { note } from '../output.js';

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description(
      'plan the markdowns of products with an end date: a line of JSON in, a line of JSON out; needs no database',
    )
    .argument('[file]', 'JSON Lines, one question a line; - or left out: stdin', '-')
    .action(async (file: string) => {
      const { planFile } = await import('../plan-file.js');
      if (file === '-' && process.stdin.isTTY) note('Reading questions from the keyboard, one JSON object a line:');
      const { answered, refused } = await planFile(file);
      if (refused === 0) return;
      note(`larisin: ${refused} of ${answered + refused} question(s) cannot be answered: see "error" in the output.`);
      process.exitCode = 1;
    });
}
