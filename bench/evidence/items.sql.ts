/** So many items around Hebei, half of them in one city: what people look at is never spread evenly. */
export function itemsSql(count: number): string {
  return `
    INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at)
    SELECT repeat('a', 64), repeat('b', 64), 1, 'image/jpeg', 'originals', now();
    INSERT INTO evidence_item (id, kind, state, title, file_name, sha256, sha256_declared, unit_id, uploaded_by, uploader,
      collectors, received_at, captured_at, captured_source, lon, lat, position_source, flags, metadata)
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(nth::text), 2, 3) || '8'
        || substr(md5(nth::text), 6, 15))::uuid,
      'photo', 'received', NULL, 'DJI_' || nth || '.JPG', repeat('a', 64), false, person.unit_id, person.id,
      '{"name": "x"}', '[]', at, at, 'exif_time',
      CASE WHEN nth % 2 = 0 THEN 116.2 + 0.7 * random() ELSE 113.5 + 6 * random() END,
      CASE WHEN nth % 2 = 0 THEN 37.6 + 0.7 * random() ELSE 36.1 + 6 * random() END,
      'exif_gps', '{}', '{}'
    FROM generate_series(1, ${count}) AS nth
    CROSS JOIN LATERAL (SELECT '2026-01-01T00:00:00Z'::timestamptz + nth * interval '10 seconds' AS at) AS moment
    CROSS JOIN (SELECT id, unit_id FROM app_user ORDER BY username LIMIT 1) AS person;
    ANALYZE evidence_item`;
}
