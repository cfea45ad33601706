import { useEffect, useLayoutEffect, useRef } from 'react';

/** What a key does; a key that does nothing now may be left out. */
export type Shortcuts = Partial<Record<string, () => void>>;

/** Single keys, where nobody is typing and no dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const now = useRef(shortcuts);
  useLayoutEffect(() => {
    now.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (isTyping(event.target) || document.querySelector('[aria-modal=true]') !== null) return;
      // Enter and the space bar belong to the control that has the focus.
      if (
        event.key === 'Enter' &&
        event.target instanceof Element &&
        event.target.closest('a, button, [role=menuitem]')
      )
        return;
      const act = now.current[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox]):not([type=radio])') ||
      target.closest('[role=menu], [role=listbox], [role=dialog]') !== null)
  );
}
