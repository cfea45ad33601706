import { Tabs } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Policy } from '../../../src/core/pricing/policy';
import { usePolicy } from '../../api/policy';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { guardrailsText } from '../../text/guardrails';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';
import { LeaveGuard } from './leave-guard';
import { PolicyEditor } from './policy-editor';
import { ReadOnlyNote } from './read-only-note';

const PolicyVersions = lazy(() => import('./policy-versions'));

export default function GuardrailsPage(): React.JSX.Element {
  const text = useText(guardrailsText);
  const { sections } = useText(settingsText);
  const policy = usePolicy();
  const [search, setSearch] = useSearchParams();
  // Each time an old version is put back the form begins anew, with that version in it.
  const [restored, setRestored] = useState<{ policy: Policy | null; times: number }>({ policy: null, times: 0 });
  // Outside of the tabs: what is in a hidden tab is not watched, and would be left unasked.
  const [isDirty, setDirty] = useState(false);
  const tab = search.get('tab') === 'versions' ? 'versions' : 'edit';
  return (
    <Page title={sections.guardrails} intro={text.intro}>
      <ReadOnlyNote />
      <LeaveGuard isDirty={isDirty} />
      {policy.isPending && <Loading />}
      {policy.isError && <ProblemNote error={policy.error} retry={() => void policy.refetch()} />}
      {policy.data !== undefined && (
        <Tabs value={tab} onChange={(value) => setSearch(value === 'versions' ? { tab: 'versions' } : {})}>
          <Tabs.List mb="md">
            <Tabs.Tab value="edit">{text.tabs.edit}</Tabs.Tab>
            <Tabs.Tab value="versions">{text.tabs.versions}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="edit">
            <PolicyEditor key={restored.times} inForce={policy.data} wanted={restored.policy} onDirty={setDirty} />
          </Tabs.Panel>
          <Tabs.Panel value="versions">
            {tab === 'versions' && (
              <Suspense fallback={<Loading />}>
                <PolicyVersions
                  inForce={policy.data}
                  onRestore={(version) => {
                    setRestored({ policy: version, times: restored.times + 1 });
                    setSearch({});
                  }}
                />
              </Suspense>
            )}
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}
