import { feesText } from '../../text/settings-fees';
import { useText } from '../../text/texts';

/** A fee's name for people; one that the shop named itself stays as it is. */
export function useComponentName(): (component: string) => string {
  const { components } = useText(feesText);
  return (component) =>
    Object.hasOwn(components, component) ? components[component as keyof typeof components] : component;
}
