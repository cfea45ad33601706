import { Body, Controller, Delete, Get, Inject, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { LogIn, Me, MyChange } from '../contract/access.js';
import type { User } from '../core/access.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import { UserTable } from '../db/tables/shop.js';
import { logIn, logOut, logOutElsewhere, SESSION_MS, tidyName, type Principal } from '../flow/access.js';
import { changeOwnLocale } from '../flow/users.js';
import { Access, BodyBytesMax, Open, Who } from './access.js';
import { Answer } from './answer.js';
import { requireOwnOrigin, SESSION_COOKIE } from './guard.js';
import { LogInLimit } from './log-in-limit.js';
import { CONFIG, Clock } from './providers.js';

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limit: LogInLimit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Open()
  @BodyBytesMax(10_000)
  @Answer('Logs in: sets the session cookie and tells who you are.', Me)
  async open(
    @Body({ schema: LogIn }) body: LogIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    requireOwnOrigin(request, this.config, false);
    const name = tidyName(body.name);
    await this.limit.count(request.ip, name);
    const { token, user } = await logIn(this.db, body, this.clock.now(), request.ip);
    await this.limit.forgive(request.ip, name);
    const isHttps = request.protocol === 'https' || this.config.PUBLIC_URL?.startsWith('https:') === true;
    void reply.setCookie(SESSION_COOKIE, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isHttps,
      maxAge: SESSION_MS / 1000,
    });
    return this.me({ kind: 'user', name: user.name, role: user.role, scopes: [] }, user.locale);
  }

  @Get()
  @Access('viewer', { scope: ['read', 'ingest', 'metrics'] })
  @Answer('Tells who you are and which shop this is.', Me)
  async show(@Who() who: Principal): Promise<Me> {
    const user = who.userId === null ? null : await this.db.manager.findOneBy(UserTable, { id: who.userId });
    return this.me(who, user?.locale);
  }

  @Delete()
  @Access('viewer')
  @Answer('Logs out: ends the session.', null)
  async close(
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await logOut(this.db, request.cookies[SESSION_COOKIE] ?? '', who, this.clock.now());
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  @Patch()
  @Access('viewer')
  @Answer('Changes your language.', Me)
  async change(@Body({ schema: MyChange }) { locale }: MyChange, @Who() who: Principal): Promise<Me> {
    await changeOwnLocale(this.db, who, locale, this.clock.now());
    return this.me(who, locale);
  }

  @Delete('others')
  @Access('viewer')
  @Answer('Logs you out everywhere else.', null)
  async closeOthers(@Who() who: Principal, @Req() request: FastifyRequest): Promise<void> {
    await logOutElsewhere(this.db, who, request.cookies[SESSION_COOKIE] ?? '', this.clock.now());
  }

  private async me(who: Pick<Principal, 'kind' | 'name' | 'role' | 'scopes'>, locale?: User['locale']): Promise<Me> {
    const { name, currency, scale, timeZone, isDemo, locale: shopLocale } = await readShop(this.db.manager);
    return {
      kind: who.kind,
      name: who.name,
      role: who.role,
      scopes: who.scopes,
      locale: locale ?? shopLocale,
      shop: { name, currency, scale, timeZone, isDemo },
    };
  }
}
