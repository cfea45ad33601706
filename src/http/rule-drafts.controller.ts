import { Body, Controller, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../contract/http.js';
import {
  DraftArchiving,
  DraftChange,
  DraftFilesChange,
  DraftPublication,
  DraftView,
  NewDraft,
  NewDraftFiles,
} from '../contract/rule-versions.js';
import { RulesView } from '../contract/rules-api.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { archiveDraft, createDraft, saveDraft, type KeptDraft } from '../flow/rules/drafts.js';
import { confirmedChanges } from '../flow/rules/confirm.js';
import { publishDraft } from '../flow/rules/publish.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { Clock } from './providers.js';
import { confirmingField, draftView, inRequest, rulesView } from './rule-version-view.js';
import { SET_BYTES_MAX } from './rules.controller.js';

const ERRORS = 'It may have errors: they are told, and keep it from being published only.';

@ApiTags('rules')
@Controller('api/v1/rules/drafts')
export class RuleDraftsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Makes a draft of the rules, which is not in force.', DraftView, { status: 201, description: ERRORS })
  async create(@Body({ schema: NewDraft }) body: NewDraft, @Who() who: Principal): Promise<DraftView> {
    const { ruleSet, ...given } = body;
    const content = ruleSet === undefined ? undefined : { ruleSet };
    return this.show(inRequest(createDraft(this.db, { ...given, content }, who, this.clock.now())));
  }

  @Post('files')
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Makes a draft of the files of a folder.', DraftView, { status: 201, description: ERRORS })
  async createFromFiles(
    @Body({ schema: NewDraftFiles }) body: NewDraftFiles,
    @Who() who: Principal,
  ): Promise<DraftView> {
    const { files, ...given } = body;
    return this.show(createDraft(this.db, { ...given, content: { files } }, who, this.clock.now()));
  }

  @Put(':version')
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Replaces the content of a draft; refused when somebody else has changed it meanwhile.', DraftView, {
    description: ERRORS,
  })
  async save(
    @Param('version', { schema: IdParam }) version: number,
    @Body({ schema: DraftChange }) body: DraftChange,
    @Who() who: Principal,
  ): Promise<DraftView> {
    const { ruleSet, ...given } = body;
    return this.show(inRequest(saveDraft(this.db, version, { ...given, content: { ruleSet } }, who, this.clock.now())));
  }

  @Put(':version/files')
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Replaces the content of a draft by the files of a folder.', DraftView, { description: ERRORS })
  async saveFiles(
    @Param('version', { schema: IdParam }) version: number,
    @Body({ schema: DraftFilesChange }) body: DraftFilesChange,
    @Who() who: Principal,
  ): Promise<DraftView> {
    const { files, ...given } = body;
    return this.show(saveDraft(this.db, version, { ...given, content: { files } }, who, this.clock.now()));
  }

  @Post(':version/publish')
  @Access('merchandiser')
  @Answer('Publishes a draft without errors: in force from the next run on.', RulesView)
  async publish(
    @Param('version', { schema: IdParam }) version: number,
    @Body({ schema: DraftPublication }) body: DraftPublication,
    @Who() who: Principal,
  ): Promise<RulesView> {
    const now = this.clock.now();
    const guard = confirmedChanges(this.db, body.confirmedChanges, now, confirmingField);
    const row = await publishDraft(this.db, version, body, who, now, guard);
    return rulesView(row, (await readShop(this.db.manager)).timeZone);
  }

  @Post(':version/archive')
  @Access('merchandiser')
  @Answer('Discards a draft; it can still be looked at.', RulesView)
  async archive(
    @Param('version', { schema: IdParam }) version: number,
    @Body({ schema: DraftArchiving }) body: DraftArchiving,
    @Who() who: Principal,
  ): Promise<RulesView> {
    const row = await archiveDraft(this.db, version, body, who, this.clock.now());
    return rulesView(row, (await readShop(this.db.manager)).timeZone);
  }

  private async show(kept: Promise<KeptDraft>): Promise<DraftView> {
    return draftView(await kept, (await readShop(this.db.manager)).timeZone);
  }
}
