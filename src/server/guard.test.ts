import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Guard } from './guard.ts';

const LIMITS = { maxConnections: 100, maxRequests: 2, maxLoopDelay: 500 };

function request(): IncomingMessage {
  return new IncomingMessage(new Socket());
}

describe('the guard', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('lets in as many requests as may be at work, and the next when one has left', () => {
    const refused: string[] = [];
    const guard = new Guard(LIMITS, (reason) => refused.push(reason));
    const first = request();
    guard.enter(first);
    guard.enter(request());
    expect(() => guard.enter(request())).toThrow(
      expect.objectContaining({ code: 'server.busy-requests', status: 503 }),
    );
    guard.leave(first);
    guard.enter(request());
    expect(refused).toEqual(['requests']);
    guard.close();
  });

  it('refuses while the event loop is held up again and again, and not for one long step', () => {
    let now = 0;
    const guard = new Guard(
      LIMITS,
      () => undefined,
      () => now,
    );
    const heldUp = (...delays: readonly number[]): void => {
      for (const delay of delays) {
        now += 100 + delay;
        vi.advanceTimersByTime(100);
      }
    };
    heldUp(2000);
    guard.enter(request());
    heldUp(2000, 2000);
    expect(() => guard.enter(request())).toThrow(expect.objectContaining({ code: 'server.busy-loop-delay' }));
    heldUp(0);
    guard.enter(request());
    guard.close();
  });

  it('refuses everything while the house shuts down', () => {
    const guard = new Guard(LIMITS, () => undefined);
    guard.closing = true;
    expect(() => guard.enter(request())).toThrow(expect.objectContaining({ code: 'server.busy-shutting-down' }));
    guard.close();
  });
});
