create table more_things (id int primary key);
