import { lazy, Suspense } from 'react';
import { Allowed } from '../../parts/allowed';

const TemplateMenu = lazy(() => import('./template-menu'));

/** Empty example files, for those who may import; the page does not wait for their menu. */
export function Templates(): React.JSX.Element {
  return (
    <Allowed role="merchandiser">
      <Suspense fallback={null}>
        <TemplateMenu />
      </Suspense>
    </Allowed>
  );
}
