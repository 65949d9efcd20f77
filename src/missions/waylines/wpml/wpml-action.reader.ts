import { childOf, childrenOf } from '../../../platform/index.js';
import type { ActionGroup, WaylineAction } from '../wayline.types.js';
import { fragmentsOf, invalid, missing, numberAt, requiredWholeAt, type Spot, textAt } from './wpml.values.js';

/** The groups of one waypoint. @throws WAYLINE_ELEMENT_MISSING, WAYLINE_VALUE_INVALID */
export function readGroups({ element, where }: Spot, pointCount: number): ActionGroup[] {
  return childrenOf(element, 'actionGroup').map((group) => readGroup({ element: group, where }, pointCount));
}

function readGroup(spot: Spot, pointCount: number): ActionGroup {
  const from = requiredWholeAt(spot, 'actionGroupStartIndex');
  const to = requiredWholeAt(spot, 'actionGroupEndIndex');
  if (to < from || to >= pointCount) return invalid(spot, 'actionGroupEndIndex', String(to));
  const trigger = { element: childOf(spot.element, 'actionTrigger'), where: spot.where };
  return {
    from,
    to,
    mode: textAt(spot, 'actionGroupMode') ?? 'sequence',
    trigger: {
      type: textAt(trigger, 'actionTriggerType') ?? missing(spot, 'actionTriggerType'),
      parameter: numberAt(trigger, 'actionTriggerParam'),
    },
    actions: readActions(spot),
  };
}

export function readActions({ element, where }: Spot): WaylineAction[] {
  return childrenOf(element, 'action').map((action) => {
    const spot = { element: action, where };
    const parameters = fragmentsOf(childOf(action, 'actionActuatorFuncParam'));
    return {
      code: textAt(spot, 'actionActuatorFunc') ?? missing(spot, 'actionActuatorFunc'),
      // An empty suffix is none.
      parameters: parameters.filter((one) => !(one.name === 'fileSuffix' && 'value' in one && one.value === '')),
    };
  });
}
