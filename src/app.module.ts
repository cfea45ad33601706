import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { Config } from './config.js';
import { Database } from './db/database.js';
import { AuditController } from './http/audit.controller.js';
import { BoughtTogetherController } from './http/bought-together.controller.js';
import { CalendarController } from './http/calendar.controller.js';
import { ChannelProfilesController } from './http/channel-profiles.controller.js';
import { ChannelSkusController } from './http/channel-skus.controller.js';
import { OrderWordsController } from './http/order-words.controller.js';
import { ChannelsController } from './http/channels.controller.js';
import { DigestController } from './http/digest.controller.js';
import { FeedController } from './http/feed.controller.js';
import { HealthController } from './http/health.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.js';
import { ImportsController } from './http/imports.controller.js';
import { KeysController } from './http/keys.controller.js';
import { LogInLimit } from './http/log-in-limit.js';
import { Metrics } from './http/metrics.js';
import { MetricsController } from './http/metrics.controller.js';
import { OutcomesController } from './http/outcomes.controller.js';
import { PlansController } from './http/plans.controller.js';
import { PolicyController } from './http/policy.controller.js';
import { PriceFilesController } from './http/price-files.controller.js';
import { ProductHistoryController } from './http/product-history.controller.js';
import { ProductsController } from './http/products.controller.js';
import { CONFIG, Clock, WORK, type Work } from './http/providers.js';
import { RuleDraftsController } from './http/rule-drafts.controller.js';
import { RulesController } from './http/rules.controller.js';
import { RunsController } from './http/runs.controller.js';
import { SessionController } from './http/session.controller.js';
import { ShopController } from './http/shop.controller.js';
import { StartController } from './http/start.controller.js';
import { StaleController } from './http/stale.controller.js';
import { SummaryController } from './http/summary.controller.js';
import { DecisionsController } from './http/decisions.controller.js';
import { SuggestionsController } from './http/suggestions.controller.js';
import { TrialsController } from './http/trials.controller.js';
import { UsersController } from './http/users.controller.js';
import { WebhooksController } from './http/webhooks.controller.js';
import { WhatsAppController } from './http/whatsapp.controller.js';
import { Jobs } from './jobs/jobs.js';
import { DigestSender } from './jobs/digest-sender.js';
import { WebhookSender } from './jobs/webhook-sender.js';

const CONTROLLERS: Type[] = [
  HealthController,
  MetricsController,
  SessionController,
  UsersController,
  KeysController,
  AuditController,
  ShopController,
  ChannelSkusController,
  OrderWordsController,
  ChannelsController,
  ChannelProfilesController,
  PlansController,
  PolicyController,
  PriceFilesController,
  CalendarController,
  ImportsController,
  ProductHistoryController,
  ProductsController,
  BoughtTogetherController,
  RuleDraftsController,
  RulesController,
  TrialsController,
  RunsController,
  StaleController,
  SummaryController,
  DecisionsController,
  StartController,
  SuggestionsController,
  OutcomesController,
  FeedController,
  WebhooksController,
  DigestController,
  WhatsAppController,
];

const PROVIDERS: Provider[] = [LogInLimit, IdempotencyInterceptor];

/** What is made before Nest and handed in. */
export interface Given {
  db: Database;
  config: Config;
  clock: Clock;
  metrics: Metrics;
  /** Whether this process works the queue: schedule, runs and imports in worker threads, expiry. */
  works: boolean;
}

/** An object of its own: a second name for Jobs would make the scheduler find its timetable twice. */
const WORK_BY_JOBS: Provider = {
  provide: WORK,
  useFactory: (jobs: Jobs): Work => ({ nudge: () => jobs.nudge() }),
  inject: [Jobs],
};

const IDLE: Work = { nudge: () => undefined };

/** The composition root: every controller and everything that they are built of, on one page. */
@Module({})
export class AppModule {
  static of({ db, config, clock, metrics, works }: Given): DynamicModule {
    return {
      module: AppModule,
      imports: works ? [ScheduleModule.forRoot()] : [],
      controllers: CONTROLLERS,
      providers: [
        { provide: Database, useValue: db },
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Metrics, useValue: metrics },
        ...(works ? [Jobs, WORK_BY_JOBS, WebhookSender, DigestSender] : [{ provide: WORK, useValue: IDLE }]),
        ...PROVIDERS,
      ],
    };
  }
}
