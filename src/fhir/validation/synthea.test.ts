/** All resources of the Synthea bundles are valid, each as written by Synthea. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { describeWithShared, sharedPath } from '../../../test/material.ts';
import { parseJson } from '../../kernel/index.ts';
import type { Bundle } from '../generated/types.ts';
import { validateResource } from './validate.ts';

const folder = 'data/synthea-r4/bundles';

function bundleNames(): string[] {
  return existsSync(sharedPath(folder))
    ? readdirSync(sharedPath(folder)).filter((name) => name.endsWith('.json.gz'))
    : [];
}

function readBundle(name: string): Bundle {
  return parseJson(gunzipSync(readFileSync(sharedPath(`${folder}/${name}`))).toString('utf8')) as Bundle;
}

describeWithShared(folder, 'the Synthea resources', () => {
  it('are 33,810 and all valid', { timeout: 60_000 }, () => {
    let count = 0;
    for (const name of bundleNames()) {
      for (const { resource } of readBundle(name).entry ?? []) {
        const issues = validateResource(resource);
        if (issues.length > 0) expect(issues, name).toEqual([]);
        count++;
      }
    }
    expect(count).toBe(33_810);
  });
});
