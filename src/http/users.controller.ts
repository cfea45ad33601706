import { Body, Controller, Get, Param, Patch, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AddedUser, NewPassword, NewUser, PasswordChange, UserChange, UserPage, UserView } from '../contract/access.js';
import { formatInstant, type Page } from '../contract/http.js';
import type { User } from '../core/access.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { addUser, changePassword, changeUser, listUsers, resetPassword } from '../flow/users.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { SESSION_COOKIE } from './guard.js';
import { Clock } from './providers.js';

@ApiTags('users')
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('owner')
  @Answer('Lists the users, inactive ones too.', UserPage)
  async list(): Promise<Page<UserView>> {
    const { timeZone } = await readShop(this.db.manager);
    return { items: (await listUsers(this.db)).map((user) => view(user, timeZone)), next: null };
  }

  @Post()
  @Access('owner')
  @Answer('Adds a user; a password that nobody named is generated and told once.', AddedUser, { status: 201 })
  async add(@Body({ schema: NewUser }) body: NewUser, @Who() who: Principal): Promise<UserView> {
    const { timeZone } = await readShop(this.db.manager);
    const { user, password } = await addUser(this.db, body, who, this.clock.now());
    return { ...view(user, timeZone), ...(password === undefined ? {} : { password }) };
  }

  @Patch(':name')
  @Access('owner')
  @Answer('Changes role, language, or whether the user may log in.', UserView)
  async change(
    @Param('name') name: string,
    @Body({ schema: UserChange }) body: UserChange,
    @Who() who: Principal,
  ): Promise<UserView> {
    const { timeZone } = await readShop(this.db.manager);
    return view(await changeUser(this.db, name, body, who, this.clock.now()), timeZone);
  }

  @Put(':name/password')
  @Access('viewer')
  @Answer(
    'Sets a password: your own with the current one, or as an owner anybody else’s. Ends their other sessions.',
    null,
  )
  async password(
    @Param('name') name: string,
    @Body({ schema: PasswordChange }) body: PasswordChange,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const keepToken = request.cookies[SESSION_COOKIE];
    await changePassword(this.db, name, { ...body, keepToken }, who, this.clock.now());
  }

  @Post(':name/password')
  @Access('owner')
  @Answer('Gives somebody else a new password and tells it once. Ends their sessions.', NewPassword)
  async reset(@Param('name') name: string, @Who() who: Principal): Promise<NewPassword> {
    return { password: await resetPassword(this.db, name, who, this.clock.now()) };
  }
}

const view = ({ name, role, isActive, locale, createdAt }: User, zone: string): UserView => ({
  name,
  role,
  isActive,
  locale,
  createdAt: formatInstant(createdAt, zone),
});
