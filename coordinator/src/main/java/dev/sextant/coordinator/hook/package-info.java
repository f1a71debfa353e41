/**
 * Tells a program or a web address of a user what happens in a study. Input: what a running study reports to its {@link
 * dev.sextant.coordinator.schedule.StudyObserver}. Output: one JSON document for each event that users wait for.
 */
package dev.sextant.coordinator.hook;
