// 简体中文: the screens in Chinese as it is written in mainland China. AWS's own terms are those of its Chinese console.
import type { Catalogue } from '../../core/text.ts';

const zhCN: Catalogue = {};
export default zhCN;
