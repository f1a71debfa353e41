/**
 * Text for users: helpers that messages, reports and pages of all modules share. What others wrote into names and messages
 * is made harmless for terminals and spreadsheets here.
 */
package dev.sextant.common.text;
