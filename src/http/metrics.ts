import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../db/database.js';

/** Counted when asked for: by state, so that a scrape sees what is waiting and what failed. */
const COUNTED = [
  { table: 'run', name: 'larisin_runs', help: 'Runs by state' },
  { table: 'suggestion', name: 'larisin_suggestions', help: 'Suggestions by state' },
  { table: 'import_job', name: 'larisin_imports', help: 'Imports by state' },
] as const;

/** The process's figures for Prometheus, in a registry of their own. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;

  constructor(db: Database) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    this.requests = new Histogram({
      name: 'larisin_http_request_seconds',
      help: 'Time to answer, by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    });
    for (const { table, name, help } of COUNTED) {
      new Gauge({
        name,
        help,
        labelNames: ['state'],
        registers: [registry],
        async collect() {
          const sql = `SELECT state, COUNT(*) AS n FROM ${table} GROUP BY state`;
          const rows = await db.query<{ state: string; n: number }>(sql);
          this.reset();
          for (const row of rows) this.set({ state: row.state }, Number(row.n));
        },
      });
    }
    new Gauge({
      name: 'larisin_last_good_run_timestamp_seconds',
      help: 'When the last good run ended, in seconds since 1970; absent before the first',
      registers: [registry],
      async collect() {
        const sql = `SELECT MAX(finishedAt) AS at FROM run WHERE state = 'done'`;
        const [row] = await db.query<{ at: number | null }>(sql);
        this.reset();
        if (row?.at != null) this.set(Number(row.at) / 1000);
        else this.remove();
      },
    });
  }

  /** Measures every request by its route, never by its address: ids would make a series each. */
  watch(http: FastifyInstance): void {
    http.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      const labels = { method: request.method, route, status: String(reply.statusCode) };
      this.requests.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }
}
