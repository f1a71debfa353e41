/**
 * Values as text: numbers, durations and sizes for people, JSON and CSV for programs. Pure functions and writers without any
 * knowledge of studies' rows or terminals.
 */
package dev.sextant.coordinator.text;
