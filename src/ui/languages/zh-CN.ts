// 简体中文: the screens in Chinese as it is written in mainland China. AWS's own terms are those of its Chinese console.
import type { Catalogue } from '../../core/text.ts';
import { activity } from './zh-CN/activity.ts';
import { aws } from './zh-CN/aws.ts';
import { caseFolder } from './zh-CN/case.ts';
import { containers } from './zh-CN/containers.ts';
import { commands } from './zh-CN/commands.ts';
import { compute } from './zh-CN/compute.ts';
import { ec2Network } from './zh-CN/ec2-network.ts';
import { engine } from './zh-CN/engine.ts';
import { functions } from './zh-CN/functions.ts';
import { guards } from './zh-CN/guards.ts';
import { iamKinds } from './zh-CN/iam-kinds.ts';
import { intake } from './zh-CN/intake.ts';
import { keysAndData } from './zh-CN/keys-and-data.ts';
import { kinds } from './zh-CN/kinds.ts';
import { money } from './zh-CN/money.ts';
import { organization } from './zh-CN/organization.ts';
import { phasesActing } from './zh-CN/phases-acting.ts';
import { phasesLooking } from './zh-CN/phases-looking.ts';
import { protect } from './zh-CN/protect.ts';
import { report } from './zh-CN/report.ts';
import { scenarios } from './zh-CN/scenarios.ts';
import { sim } from './zh-CN/sim.ts';
import { storage } from './zh-CN/storage.ts';
import { ui } from './zh-CN/ui.ts';

const zhCN: Catalogue = { ...activity, ...aws, ...caseFolder, ...commands, ...containers, ...compute, ...ec2Network, ...engine, ...functions, ...guards, ...iamKinds, ...intake, ...keysAndData, ...kinds, ...money, ...organization, ...phasesActing, ...phasesLooking, ...protect, ...report, ...scenarios, ...sim, ...storage, ...ui };
export default zhCN;
