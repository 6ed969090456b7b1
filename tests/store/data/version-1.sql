BEGIN TRANSACTION;
CREATE TABLE address (
	canonical VARCHAR NOT NULL, 
	story VARCHAR NOT NULL, 
	PRIMARY KEY (canonical), 
	FOREIGN KEY(story) REFERENCES story (id)
);
INSERT INTO "address" VALUES('https://harbour.example/ferry','j47gnljoyavi');
INSERT INTO "address" VALUES('https://harbour.example/library','ujau5a35tqjq');
INSERT INTO "address" VALUES('https://harbour.example/storm','zthjhlmndjgj');
INSERT INTO "address" VALUES('https://harbour.example/withheld','cijfmisokp2y');
INSERT INTO "address" VALUES('https://harbour.example/taken','qnar2zz5os6o');
CREATE TABLE asset (
	origin VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	original_hash VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, 
	due_at BIGINT, 
	attempts INTEGER NOT NULL, 
	error TEXT, 
	PRIMARY KEY (origin)
);
CREATE TABLE blob (
	hash VARCHAR NOT NULL, 
	codec VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (hash)
);
INSERT INTO "blob" VALUES('d9295286ba65f79fee3a3c588d0e9bbc16d5c22a21d387054c67a31a7c447993','zlib',336,X'78015590C16A853010457F45A6DBA0B6142C42E9AE74DFEE44648CA386C6449209F828FDF74EAA143ACB9CDC7327F902366C095AF858A99829845B111228C0C4AB0F11DAAE57B0A7D19AB8D23420437BDF340F4DFDF4585FA360F39399CD855DB2568145B7245CB2596C967082F6248C4BD6C2AB94198A42EFDE308C3E05902A8DCE3BA3D19E4147070FFB9F27F8C459B990A360B464B577B399C86939AECB5AC168BDFECC051DECA0BA7FEF72B1C0058D2BA1EF05FDF277A222DF4391ADCC7B6CAB6A3DF729E9C06DB7545933060CB797C4DB1065514DCF47CEB0FCD9C5C428F3FD0393F76D45');
INSERT INTO "blob" VALUES('efa9613970e8adfd1b1ab56faa5f13d14bad03e8d97c28ce1d65c1d4870a9b59','none',28,X'3C703E5468652066657272792072756E7320616761696E2E3C2F703E');
INSERT INTO "blob" VALUES('f637fa0863bb44925ac435c6800f9da42290a1245b5878572630801a9fec740c','zlib',387,X'7801758FCF4A033110C65FA58CD7D0DDE2A19A93470FBD795C9632C94E7783D964C9265810A178F02E081E3C5B7C0541FA32BA05DFC2A4AD3DE91CBF3FBF8FB905AFBC26E030BC6CBEDED7DFEB87E1F16DFBFC3A7CACB64F9BCFD53D30C0E01BEB7AE045C9A00B42ABBEA16A8E1EF8643A9D9C9FE667F9E118B4B6520B75B04DD09A81465307ACD34AA469C20AF8DEF158272CCC9470E814F5D1BF44276C70238863128D354AA2DE570D2DFDBC3B929C0D3E416B32E4948C5D69CD4255646494F371CE40682BAFD344011DB0E2FF2FCB32BABBC815D1284531F21AEFBB9E6719E99E6E1A7234A625B69DA60C4F440A1D0D28E3FD856851696F395E88DF6EEA25755729EF7E0091DC8CBC');
INSERT INTO "blob" VALUES('c9e121309b158ccd743fabcdac981193675fd70c2d0a5fff448c87781188c07b','none',31,X'3C703EE59BBEE4B9A6E9A686E591A8E697A5E5BC80E694BEE380823C2F703E');
INSERT INTO "blob" VALUES('866f9d711148f75d1c35fe8bdbdc2de06c3456f2fe331f58c48d05f5e4f07334','zlib',254,X'780175CF4B0AC2301006E0ABC8BF0ED22A52E8554A9198A66D3026A526208820AEDC896770E3CEADA0D42BA487D07398D2E2CED90CCCE31B660B238CE488E1AEEDC135EDDE3D47EEE553D31EDBB37B80805A53EA7A8D3849092ABB90625DF26C4E0DE2308AC270369D044310AC74267231B4959592405255585A7447BC2639CD10F71D438B8EC5E77E7B9F2EF03CA34A2BC1A8EC8715DF9879F5DBADB5351D5370C56BC1BCC6B4CA45C615F3E5601C102CA466CB0E4D508124FFDE1A234DD3DD172B5C62F3');
INSERT INTO "blob" VALUES('3c85b5a1128d086723f633eca6701b33b98f04bce0f957cc184a4f1df0fb1132','none',31,X'3C703ED0A8D182D0BED180D0BC20D0BFD180D0BED188D191D0BB2E3C2F703E');
INSERT INTO "blob" VALUES('825ced36a340f4910171f3cda505fe46cd56af062b36c903c1d4b9b456d3031c','zlib',233,X'780155CF410AC2301005D0ABC85F8712112D64E7CE3B9452A649DA06C7A4A40928E2DD4D69119CE5FC3F0FE68DE4125B285C0F9365735852882F08504E53880B54D30ACCB967B74CD67494A08E752D4FF5F922F7117804E306B7C73E330B30F931D3B8CA45634B066A4B128D2B8B1BC53EE488E26BF2C13B4DBCB5BD7DA66EFE1DC790D3EA8CD6DBE874E174F08333D6EBB2969514E839E8FBAA3698219ABF672AB46DFBF902EBC64A15');
INSERT INTO "blob" VALUES('17f296d57a8c837e63a51217a93d719f26e06acd77fa8a4540937644fadc2fb0','none',20,X'3C703E412068656C642073746F72792E3C2F703E');
INSERT INTO "blob" VALUES('83c8eb7ae109e6491dedc7167c8463f14bcaf360d9727798dbcdb7cde1da6b82','zlib',238,X'780155CFC18AC2400C06E05791FF3C94EE615DEDCDCBBE442992CEC436389B29D30CBA88EF6E8BBB8239E6FFF3416E30B1C86870D85CC4C690E9A21B3850B131E5194DDB394CA58F328F1C8E64683EBEB6FBCFFDAEFE1F879F14E4247FB196181D22E9506858E5458B4C01CD33311A5616DF9CB3F08CC5F7A449C5537CB695AF769C5EC739155B9D8195B3F885F3494F1258FDB2AEABDAA18FC99F57B5C504D7BE3D335BCABF15BAAEBB3F006D3A4C50');
INSERT INTO "blob" VALUES('5ea8698e12eabc20c2d394df32fce7ee708b58e01f5394bb6985da23efdc38d6','none',25,X'3C703E412077697468647261776E2073746F72792E3C2F703E');
CREATE TABLE dirty (
	"key" VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
CREATE TABLE edition (
	number INTEGER NOT NULL, 
	as_of BIGINT NOT NULL, 
	parent INTEGER, 
	fingerprints VARCHAR NOT NULL, 
	finished BOOLEAN NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "edition" VALUES(1,1773489600000000,NULL,'{}',1);
CREATE TABLE entry (
	id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	guid VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	published_at BIGINT, 
	state VARCHAR NOT NULL, 
	rank_at BIGINT NOT NULL, 
	due_at BIGINT NOT NULL, 
	leased_until BIGINT, 
	first_seen BIGINT NOT NULL, 
	last_seen BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	gone_count INTEGER NOT NULL, 
	story VARCHAR, 
	content_hash VARCHAR NOT NULL, 
	error TEXT, 
	detail BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(source) REFERENCES source (id), 
	FOREIGN KEY(story) REFERENCES story (id)
);
CREATE TABLE file (
	remote VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	object VARCHAR NOT NULL, 
	page VARCHAR NOT NULL, 
	PRIMARY KEY (remote, path), 
	FOREIGN KEY(remote) REFERENCES remote (name)
);
INSERT INTO "file" VALUES('main','README.md','1','o','home');
CREATE TABLE guid (
	source VARCHAR NOT NULL, 
	guid VARCHAR NOT NULL, 
	story VARCHAR NOT NULL, 
	PRIMARY KEY (source, guid), 
	FOREIGN KEY(source) REFERENCES source (id), 
	FOREIGN KEY(story) REFERENCES story (id)
);
INSERT INTO "guid" VALUES('harbour/news','ferry','j47gnljoyavi');
INSERT INTO "guid" VALUES('harbour/news','library','ujau5a35tqjq');
INSERT INTO "guid" VALUES('harbour/news','storm','zthjhlmndjgj');
INSERT INTO "guid" VALUES('harbour/news','withheld','cijfmisokp2y');
INSERT INTO "guid" VALUES('harbour/news','taken','qnar2zz5os6o');
CREATE TABLE head (
	story VARCHAR NOT NULL, 
	latest INTEGER NOT NULL, 
	shown INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	sort_at BIGINT NOT NULL, 
	published_at BIGINT, 
	content_hash VARCHAR NOT NULL, 
	latest_hash VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	mirrored_at BIGINT NOT NULL, 
	updated INTEGER NOT NULL, 
	PRIMARY KEY (story), 
	FOREIGN KEY(story) REFERENCES story (id)
);
INSERT INTO "head" VALUES('j47gnljoyavi',1,1,'shown','','The ferry ru','',1772708400000000,1772708400000000,'9be2e50ef60f6257ecd387f2cc4353f3c9a2a3b3d9525dfe3b6f14dbbd54c907','9be2e50ef60f6257ecd387f2cc4353f3c9a2a3b3d9525dfe3b6f14dbbd54c907','d9295286ba65f79fee3a3c588d0e9bbc16d5c22a21d387054c67a31a7c447993',1772712000000000,0);
INSERT INTO "head" VALUES('ujau5a35tqjq',1,1,'shown','','图书馆周日开放。','',1771930800000000,1771930800000000,'422dd2b98e58b89f3a04d493d00567b95dd0b5ae2dd838ccd63fd33983b4a327','422dd2b98e58b89f3a04d493d00567b95dd0b5ae2dd838ccd63fd33983b4a327','f637fa0863bb44925ac435c6800f9da42290a1245b5878572630801a9fec740c',1771934400000000,0);
INSERT INTO "head" VALUES('zthjhlmndjgj',1,1,'shown','','Шторм прошёл','',1771153200000000,1771153200000000,'1310dca2e8ab136909ebfa94584702c224c9eaae3e2b17766084230ead3477ec','1310dca2e8ab136909ebfa94584702c224c9eaae3e2b17766084230ead3477ec','866f9d711148f75d1c35fe8bdbdc2de06c3456f2fe331f58c48d05f5e4f07334',1771156800000000,0);
INSERT INTO "head" VALUES('cijfmisokp2y',1,1,'held','a person looks','A held story','',1770375600000000,1770375600000000,'f1a9ad2d2b75f1b1775862ce91527a231a8c9a6edc1b5994faa3b00095541d86','f1a9ad2d2b75f1b1775862ce91527a231a8c9a6edc1b5994faa3b00095541d86','825ced36a340f4910171f3cda505fe46cd56af062b36c903c1d4b9b456d3031c',1770379200000000,0);
INSERT INTO "head" VALUES('qnar2zz5os6o',1,1,'withdrawn','the newsroom asked','A withdrawn ','',1769598000000000,1769598000000000,'9fe5af78afb301422da7b5dc95cbaeb985c7ff78ed823e5cc09cb9083d0e89ea','9fe5af78afb301422da7b5dc95cbaeb985c7ff78ed823e5cc09cb9083d0e89ea','83c8eb7ae109e6491dedc7167c8463f14bcaf360d9727798dbcdb7cde1da6b82',1769601600000000,0);
CREATE TABLE head_section (
	story VARCHAR NOT NULL, 
	section VARCHAR NOT NULL, 
	sort_at BIGINT NOT NULL, 
	day VARCHAR NOT NULL, 
	visible BOOLEAN NOT NULL, 
	PRIMARY KEY (story, section), 
	FOREIGN KEY(story) REFERENCES story (id)
);
INSERT INTO "head_section" VALUES('j47gnljoyavi','harbour/world',1772708400000000,'2026-03-05',1);
INSERT INTO "head_section" VALUES('ujau5a35tqjq','harbour/world',1771930800000000,'2026-02-24',1);
INSERT INTO "head_section" VALUES('zthjhlmndjgj','harbour/world',1771153200000000,'2026-02-15',1);
INSERT INTO "head_section" VALUES('cijfmisokp2y','harbour/world',1770375600000000,'2026-02-06',0);
INSERT INTO "head_section" VALUES('qnar2zz5os6o','harbour/world',1769598000000000,'2026-01-28',0);
CREATE TABLE head_topic (
	story VARCHAR NOT NULL, 
	topic VARCHAR NOT NULL, 
	sort_at BIGINT NOT NULL, 
	day VARCHAR NOT NULL, 
	visible BOOLEAN NOT NULL, 
	PRIMARY KEY (story, topic), 
	FOREIGN KEY(story) REFERENCES story (id)
);
CREATE TABLE host (
	host VARCHAR NOT NULL, 
	robots TEXT, 
	robots_at BIGINT, 
	not_before BIGINT, 
	failures INTEGER NOT NULL, 
	PRIMARY KEY (host)
);
CREATE TABLE newsroom (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	home VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	hosts VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "newsroom" VALUES('harbour','港口日报','https://harbour.example/','zh-Hans','["harbour.example"]');
CREATE TABLE page (
	"key" VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	edition INTEGER NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "page" VALUES('home','f',1);
INSERT INTO "page" VALUES('section/harbour/world','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-01','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-01-28','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-02','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-02-06','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-02-15','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-02-24','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-03','f',1);
INSERT INTO "page" VALUES('section/harbour/world/2026-03-05','f',1);
INSERT INTO "page" VALUES('story/cijfmisokp2y','f',1);
INSERT INTO "page" VALUES('story/j47gnljoyavi','f',1);
INSERT INTO "page" VALUES('story/qnar2zz5os6o','f',1);
INSERT INTO "page" VALUES('story/ujau5a35tqjq','f',1);
INSERT INTO "page" VALUES('story/zthjhlmndjgj','f',1);
CREATE TABLE remote (
	name VARCHAR NOT NULL, 
	edition INTEGER NOT NULL, 
	tip VARCHAR, 
	overlay VARCHAR NOT NULL, 
	last_success BIGINT, 
	error TEXT, 
	failures INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "remote" VALUES('main',1,'t','',1773489600000000,NULL,0);
CREATE TABLE response (
	id INTEGER NOT NULL, 
	story VARCHAR, 
	address VARCHAR NOT NULL, 
	final_address VARCHAR NOT NULL, 
	status INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	headers VARCHAR NOT NULL, 
	body VARCHAR, 
	stored_bytes INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(story) REFERENCES story (id)
);
INSERT INTO "response" VALUES(1,'j47gnljoyavi','https://harbour.example/ferry','https://harbour.example/ferry',200,1772712000000000,'"1"','Sat, 14 Mar','{}','efa9613970e8adfd1b1ab56faa5f13d14bad03e8d97c28ce1d65c1d4870a9b59',28);
INSERT INTO "response" VALUES(2,'ujau5a35tqjq','https://harbour.example/library','https://harbour.example/library',200,1771934400000000,'"1"','Sat, 14 Mar','{}','c9e121309b158ccd743fabcdac981193675fd70c2d0a5fff448c87781188c07b',31);
INSERT INTO "response" VALUES(3,'zthjhlmndjgj','https://harbour.example/storm','https://harbour.example/storm',200,1771156800000000,'"1"','Sat, 14 Mar','{}','3c85b5a1128d086723f633eca6701b33b98f04bce0f957cc184a4f1df0fb1132',31);
INSERT INTO "response" VALUES(4,'cijfmisokp2y','https://harbour.example/withheld','https://harbour.example/withheld',200,1770379200000000,'"1"','Sat, 14 Mar','{}','17f296d57a8c837e63a51217a93d719f26e06acd77fa8a4540937644fadc2fb0',20);
INSERT INTO "response" VALUES(5,'qnar2zz5os6o','https://harbour.example/taken','https://harbour.example/taken',200,1769601600000000,'"1"','Sat, 14 Mar','{}','5ea8698e12eabc20c2d394df32fce7ee708b58e01f5394bb6985da23efdc38d6',25);
CREATE TABLE revision (
	story VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	made_at BIGINT NOT NULL, 
	route VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	recipe VARCHAR NOT NULL, 
	extractor VARCHAR NOT NULL, 
	response VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	PRIMARY KEY (story, number), 
	FOREIGN KEY(story) REFERENCES story (id)
);
INSERT INTO "revision" VALUES('j47gnljoyavi',1,'9be2e50ef60f6257ecd387f2cc4353f3c9a2a3b3d9525dfe3b6f14dbbd54c907',1772712000000000,'generic','source','','','efa9613970e8adfd1b1ab56faa5f13d14bad03e8d97c28ce1d65c1d4870a9b59','d9295286ba65f79fee3a3c588d0e9bbc16d5c22a21d387054c67a31a7c447993');
INSERT INTO "revision" VALUES('ujau5a35tqjq',1,'422dd2b98e58b89f3a04d493d00567b95dd0b5ae2dd838ccd63fd33983b4a327',1771934400000000,'generic','source','','','c9e121309b158ccd743fabcdac981193675fd70c2d0a5fff448c87781188c07b','f637fa0863bb44925ac435c6800f9da42290a1245b5878572630801a9fec740c');
INSERT INTO "revision" VALUES('zthjhlmndjgj',1,'1310dca2e8ab136909ebfa94584702c224c9eaae3e2b17766084230ead3477ec',1771156800000000,'generic','source','','','3c85b5a1128d086723f633eca6701b33b98f04bce0f957cc184a4f1df0fb1132','866f9d711148f75d1c35fe8bdbdc2de06c3456f2fe331f58c48d05f5e4f07334');
INSERT INTO "revision" VALUES('cijfmisokp2y',1,'f1a9ad2d2b75f1b1775862ce91527a231a8c9a6edc1b5994faa3b00095541d86',1770379200000000,'generic','source','','','17f296d57a8c837e63a51217a93d719f26e06acd77fa8a4540937644fadc2fb0','825ced36a340f4910171f3cda505fe46cd56af062b36c903c1d4b9b456d3031c');
INSERT INTO "revision" VALUES('qnar2zz5os6o',1,'9fe5af78afb301422da7b5dc95cbaeb985c7ff78ed823e5cc09cb9083d0e89ea',1769601600000000,'generic','source','','','5ea8698e12eabc20c2d394df32fce7ee708b58e01f5394bb6985da23efdc38d6','83c8eb7ae109e6491dedc7167c8463f14bcaf360d9727798dbcdb7cde1da6b82');
CREATE TABLE schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema" VALUES(1);
CREATE TABLE section_count (
	section VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	stories INTEGER NOT NULL, 
	PRIMARY KEY (section, unit, period)
);
INSERT INTO "section_count" VALUES('harbour/world','day','2026-03-05',1);
INSERT INTO "section_count" VALUES('harbour/world','month','2026-03',1);
INSERT INTO "section_count" VALUES('harbour/world','day','2026-02-24',1);
INSERT INTO "section_count" VALUES('harbour/world','month','2026-02',2);
INSERT INTO "section_count" VALUES('harbour/world','day','2026-02-15',1);
INSERT INTO "section_count" VALUES('harbour/world','day','2026-02-06',0);
INSERT INTO "section_count" VALUES('harbour/world','day','2026-01-28',0);
INSERT INTO "section_count" VALUES('harbour/world','month','2026-01',0);
CREATE TABLE sighting (
	story VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	first_seen BIGINT NOT NULL, 
	last_seen BIGINT NOT NULL, 
	PRIMARY KEY (story, source), 
	FOREIGN KEY(story) REFERENCES story (id), 
	FOREIGN KEY(source) REFERENCES source (id)
);
INSERT INTO "sighting" VALUES('j47gnljoyavi','harbour/news','https://harbour.example/ferry','Ferry','',1772712000000000,1772712000000000);
INSERT INTO "sighting" VALUES('ujau5a35tqjq','harbour/news','https://harbour.example/library','Library','',1771934400000000,1771934400000000);
INSERT INTO "sighting" VALUES('zthjhlmndjgj','harbour/news','https://harbour.example/storm','Storm','',1771156800000000,1771156800000000);
INSERT INTO "sighting" VALUES('cijfmisokp2y','harbour/news','https://harbour.example/withheld','Withheld','',1770379200000000,1770379200000000);
INSERT INTO "sighting" VALUES('qnar2zz5os6o','harbour/news','https://harbour.example/taken','Taken','',1769601600000000,1769601600000000);
CREATE TABLE source (
	id VARCHAR NOT NULL, 
	newsroom VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	configured BOOLEAN NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	next_due BIGINT, 
	last_asked BIGINT, 
	last_success BIGINT, 
	last_changed BIGINT, 
	interval BIGINT NOT NULL, 
	failures INTEGER NOT NULL, 
	error TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(newsroom) REFERENCES newsroom (id)
);
INSERT INTO "source" VALUES('harbour/news','harbour','feed','https://harbour.example/news',1,'','',0,NULL,NULL,NULL,0,0,NULL);
CREATE TABLE source_section (
	source VARCHAR NOT NULL, 
	section VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (source, section), 
	FOREIGN KEY(source) REFERENCES source (id)
);
INSERT INTO "source_section" VALUES('harbour/news','harbour/world',0);
CREATE TABLE story (
	id VARCHAR NOT NULL, 
	newsroom VARCHAR NOT NULL, 
	minted_from VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	first_seen BIGINT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(newsroom) REFERENCES newsroom (id), 
	UNIQUE (path)
);
INSERT INTO "story" VALUES('j47gnljoyavi','harbour','https://harbour.example/ferry','harbour/2026/03/42/j47gnljoyavi',1772712000000000);
INSERT INTO "story" VALUES('ujau5a35tqjq','harbour','https://harbour.example/library','harbour/2026/02/1d/ujau5a35tqjq',1771934400000000);
INSERT INTO "story" VALUES('zthjhlmndjgj','harbour','https://harbour.example/storm','harbour/2026/02/3d/zthjhlmndjgj',1771156800000000);
INSERT INTO "story" VALUES('cijfmisokp2y','harbour','https://harbour.example/withheld','harbour/2026/02/fd/cijfmisokp2y',1770379200000000);
INSERT INTO "story" VALUES('qnar2zz5os6o','harbour','https://harbour.example/taken','harbour/2026/01/72/qnar2zz5os6o',1769601600000000);
CREATE TABLE story_asset (
	story VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (story, origin), 
	FOREIGN KEY(story) REFERENCES story (id)
);
CREATE TABLE story_check (
	story VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	from_feed BOOLEAN NOT NULL, 
	paused BOOLEAN NOT NULL, 
	last_check BIGINT NOT NULL, 
	due_at BIGINT, 
	leased_until BIGINT, 
	gone_count INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	error TEXT, 
	PRIMARY KEY (story), 
	FOREIGN KEY(story) REFERENCES story (id), 
	FOREIGN KEY(source) REFERENCES source (id)
);
INSERT INTO "story_check" VALUES('j47gnljoyavi','harbour/news','https://harbour.example/ferry','"1"','Sat, 14 Mar',0,0,1772712000000000,1772715600000000,NULL,0,0,NULL);
INSERT INTO "story_check" VALUES('ujau5a35tqjq','harbour/news','https://harbour.example/library','"1"','Sat, 14 Mar',0,0,1771934400000000,1771938000000000,NULL,0,0,NULL);
INSERT INTO "story_check" VALUES('zthjhlmndjgj','harbour/news','https://harbour.example/storm','"1"','Sat, 14 Mar',0,0,1771156800000000,1771160400000000,NULL,0,0,NULL);
INSERT INTO "story_check" VALUES('cijfmisokp2y','harbour/news','https://harbour.example/withheld','"1"','Sat, 14 Mar',0,0,1770379200000000,1770382800000000,NULL,0,0,NULL);
INSERT INTO "story_check" VALUES('qnar2zz5os6o','harbour/news','https://harbour.example/taken','"1"','Sat, 14 Mar',0,0,1769601600000000,1769605200000000,NULL,0,0,NULL);
CREATE TABLE variant (
	original_hash VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	PRIMARY KEY (original_hash, spec)
);
CREATE INDEX asset_by_spec ON asset (state, spec);
CREATE INDEX asset_by_original ON asset (original_hash);
CREATE INDEX asset_due ON asset (state, due_at);
CREATE INDEX variant_by_hash ON variant (hash);
CREATE INDEX page_by_edition ON page (edition, "key");
CREATE INDEX story_by_time ON story (first_seen, id);
CREATE INDEX file_by_page ON file (remote, page);
CREATE INDEX entry_by_story ON entry (story);
CREATE UNIQUE INDEX entry_by_address ON entry (source, address);
CREATE INDEX entry_by_guid ON entry (source, guid);
CREATE INDEX entry_by_any_source ON entry (address);
CREATE INDEX entry_queue ON entry (state, rank_at, due_at);
CREATE INDEX address_by_story ON address (story);
CREATE INDEX sighting_by_address ON sighting (source, address);
CREATE INDEX response_by_story ON response (story, at);
CREATE INDEX response_by_body ON response (body);
CREATE INDEX response_by_time ON response (at, stored_bytes);
CREATE INDEX revision_by_body ON revision (body);
CREATE INDEX head_by_state ON head (state);
CREATE INDEX story_check_due ON story_check (paused, due_at);
CREATE INDEX story_check_by_source ON story_check (source);
CREATE INDEX head_section_newest ON head_section (section, visible, sort_at DESC, story);
CREATE INDEX head_topic_newest ON head_topic (topic, visible, sort_at DESC, story);
CREATE INDEX story_asset_by_origin ON story_asset (origin);
COMMIT;
