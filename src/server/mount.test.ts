import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Route } from '../access/index.ts';
import { linger, methodsOf } from './mount.ts';

function route(method: Route['method'], path: string): Route {
  return {
    method,
    path,
    access: { public: 'a test' },
    audit: { none: 'a test' },
    handle: () => Promise.reject(new Error()),
  };
}

describe('the methods of an address', () => {
  const methods = methodsOf([
    route('GET', '/fhir/R4/:type'),
    route('POST', '/fhir/R4/:type'),
    route('GET', '/fhir/R4/:type/:id'),
    route('DELETE', '/fhir/R4/:type/:id'),
    route('POST', '/fhir/R4'),
    route('GET', '/fhir/R4/:type/:id/$everything'),
    route('GET', '/files/*'),
  ]);

  it.each([
    ['/fhir/R4/Patient', ['GET', 'POST']],
    ['/fhir/R4/Patient/', ['GET', 'POST']],
    ['//fhir/R4//Patient', ['GET', 'POST']],
    ['/fhir/R4/Patient/1', ['GET', 'DELETE']],
    ['/fhir/R4', ['POST']],
    ['/fhir/R4/', ['POST']],
    ['/fhir/R4/Patient/1/$everything', ['GET']],
    ['/files/a/b/c', ['GET']],
    ['/fhir/R4/Patient/1/2/3', []],
    ['/fhir/R4xPatient', []],
    ['/', []],
  ])('%s are %j', (path, expected) => {
    expect(methods(path)).toEqual(expected);
  });

  it('take no dot or dollar of a path as a pattern', () => {
    expect(methodsOf([route('GET', '/a.b/$c')])('/aXb/$c')).toEqual([]);
    expect(methodsOf([route('GET', '/a.b/$c')])('/a.b/$c')).toEqual(['GET']);
  });
});

describe('a body that nobody reads', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is read away for a moment, then the connection is cut', () => {
    const message = new IncomingMessage(new Socket());
    const cut = vi.spyOn(message.socket, 'destroy');
    linger(message);
    vi.advanceTimersByTime(500);
    expect(cut).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(cut).toHaveBeenCalledOnce();
  });

  it('keeps its connection where it was complete, or becomes so', () => {
    const complete = new IncomingMessage(new Socket());
    complete.complete = true;
    const cut = vi.spyOn(complete.socket, 'destroy');
    linger(complete);
    const later = new IncomingMessage(new Socket());
    const cutLater = vi.spyOn(later.socket, 'destroy');
    linger(later);
    later.complete = true;
    vi.advanceTimersByTime(5000);
    expect(cut).not.toHaveBeenCalled();
    expect(cutLater).not.toHaveBeenCalled();
  });
});
