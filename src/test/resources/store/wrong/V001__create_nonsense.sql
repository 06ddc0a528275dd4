create table kept (id int);
create table broken (id nonsense);
