/**
 * A study that follows another one: where to search on, by what was learned. Input: a study's specification and trials. Output:
 * a study file whose comments give the reason of each change.
 */
package dev.sextant.coordinator.followup;
