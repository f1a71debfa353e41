/**
 * What a trial trains, as conditions on its settings: the declarations of settings in other packages say by them when
 * each setting matters.
 */
package dev.sextant.worker.image.mode;
