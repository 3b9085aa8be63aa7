/**
 * The date of the product knowledge in this folder: "Network device configuration for a dedicated connection",
 * Alibaba Cloud Container Service for Kubernetes, last updated on this day.
 */
export const CATALOGUE_DATE = "2025-12-23";
