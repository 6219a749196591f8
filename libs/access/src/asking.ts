import type { ProfileId } from '@datakeep/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** What the edge knows of a request before any of it is looked at: who, and the headers that commands heed. */
export interface Asking {
  readonly profileId: ProfileId;
  readonly correlationId: string;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** `Datakeep-Reason`, of a PUT. */
  readonly reason: string | undefined;
}

/** The `Asking` that the server's authentication left on the request. */
export const AskingOf = createParamDecorator((_: unknown, context: ExecutionContext): Asking => {
  const { asking } = context.switchToHttp().getRequest<{ asking?: Asking }>();
  if (asking === undefined) throw new TypeError('a route was reached without authentication');
  return asking;
});
