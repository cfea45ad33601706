import { setImmediate as nextTurn } from 'node:timers/promises';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PlanBatch, PlanList, PlanRequest, PlanView, planView } from '../contract/plans.js';
import { planMarkdown } from '../core/pricing/markdown-plan.js';
import { checkQuestions } from '../core/pricing/plan-question.js';
import { Access } from './access.js';
import { Answer } from './answer.js';

/** Markdown plans: arithmetic on what is asked; nothing is read or kept. */
@ApiTags('plans')
@Controller('api/v1/plans')
export class PlansController {
  @Post()
  @Access('viewer', { scope: 'read' })
  @Answer('Says which price to ask in which period, so that a product with an end date earns the most.', PlanView, {
    description: 'Ask again each period with what was sold: that is where the gain lies.',
  })
  make(@Body({ schema: PlanRequest }) question: PlanRequest): PlanView {
    return planView(planMarkdown(question));
  }

  @Post('batch')
  @Access('viewer', { scope: 'read' })
  @Answer('Makes up to 100 plans; a question that is wrong refuses all.', PlanList)
  async makeAll(@Body({ schema: PlanBatch }) { questions }: PlanBatch): Promise<PlanList> {
    checkQuestions(questions, '/questions');
    const plans: PlanView[] = [];
    for (const question of questions) {
      plans.push(planView(planMarkdown(question)));
      await nextTurn(); // other requests are answered between two plans
    }
    return { plans };
  }
}
