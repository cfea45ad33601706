// After each test file with databases: see test/database.ts.
import { afterAll } from 'vitest';
import { cleanUp } from './database.js';

afterAll(cleanUp);
