import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { parseEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import { createReviewContext } from '../aws/review-context.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { createGuard } from './guard.ts';

const context = createReviewContext(parseEnvironment(process.env), renderMessage, createTelemetry('guard'));

/** Change queue -> review of each network ACL that changed. */
export const handler = middy().use(eventBatch()).handler(createGuard(context));
