/** One finding about an installation. */
export interface Check {
  check: string;
  status: 'ok' | 'warning' | 'problem';
  message: string;
  /** What to do about it; null where all is well. */
  remedy: string | null;
}

export const ok = (check: string, message: string): Check => ({ check, status: 'ok', message, remedy: null });
export const warning = (check: string, message: string, remedy: string): Check => ({
  check,
  status: 'warning',
  message,
  remedy,
});
export const problem = (check: string, message: string, remedy: string): Check => ({
  check,
  status: 'problem',
  message,
  remedy,
});
